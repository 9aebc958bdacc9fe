import isa from '../messages/isa.md';
import explain from '../messages/isa.explain.md';
import rules from '../messages/isa.rules.md';
import scan from '../messages/isa.scan.md';
import { main } from '../src/cli/bin.js';

/** Put in by the build. */
declare const SF_ISA_VERSION: string;

void main(SF_ISA_VERSION, { isa, 'isa.explain': explain, 'isa.rules': rules, 'isa.scan': scan });
