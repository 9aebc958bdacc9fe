/** Mocha's spec output, then one line that CI can read: `N passed, N failed`. */
const { Spec } = require('mocha').reporters;

module.exports = class extends Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      process.stdout.write(`${passes} passed, ${failures} failed${pending ? `, ${pending} skipped` : ''}\n`);
    });
  }
};
