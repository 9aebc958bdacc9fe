import isa from '../messages/isa.md';
import baselineCreate from '../messages/isa.baseline.create.md';
import baselinePrune from '../messages/isa.baseline.prune.md';
import baselineShow from '../messages/isa.baseline.show.md';
import explain from '../messages/isa.explain.md';
import rules from '../messages/isa.rules.md';
import scan from '../messages/isa.scan.md';
import { main } from '../src/cli/bin.js';

/** Put in by the build. */
declare const SF_ISA_VERSION: string;

void main(SF_ISA_VERSION, {
  isa,
  'isa.baseline.create': baselineCreate,
  'isa.baseline.prune': baselinePrune,
  'isa.baseline.show': baselineShow,
  'isa.explain': explain,
  'isa.rules': rules,
  'isa.scan': scan,
});
