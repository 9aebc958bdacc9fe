import isa from '../messages/isa.md';
import baselineCreate from '../messages/isa.baseline.create.md';
import baselinePrune from '../messages/isa.baseline.prune.md';
import baselineShow from '../messages/isa.baseline.show.md';
import completion from '../messages/isa.completion.md';
import configCheck from '../messages/isa.config.check.md';
import configInit from '../messages/isa.config.init.md';
import configShow from '../messages/isa.config.show.md';
import explain from '../messages/isa.explain.md';
import fix from '../messages/isa.fix.md';
import inventory from '../messages/isa.inventory.md';
import merge from '../messages/isa.merge.md';
import report from '../messages/isa.report.md';
import rules from '../messages/isa.rules.md';
import scan from '../messages/isa.scan.md';
import suppress from '../messages/isa.suppress.md';
import type { MessageFiles } from '../src/cli/help.js';

/** The texts of `messages/`, by file name: only help asks for them. */
export const messages: MessageFiles = {
  isa,
  'isa.baseline.create': baselineCreate,
  'isa.baseline.prune': baselinePrune,
  'isa.baseline.show': baselineShow,
  'isa.completion': completion,
  'isa.config.check': configCheck,
  'isa.config.init': configInit,
  'isa.config.show': configShow,
  'isa.explain': explain,
  'isa.fix': fix,
  'isa.inventory': inventory,
  'isa.merge': merge,
  'isa.report': report,
  'isa.rules': rules,
  'isa.scan': scan,
  'isa.suppress': suppress,
};
