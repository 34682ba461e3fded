// Long work in short slices of idle time, so that the page never waits for us. Times are milliseconds.
{
  const SLICE = 12;
  const LATEST = 500;

  /**
   * Runs `work` to its end in idle slices, then calls `whenDone`.
   * @param {Iterator<unknown>} work one short step at each `next()`
   * @param {() => void} whenDone
   */
  function run(work, whenDone) {
    requestIdleCallback(
      () => {
        const end = performance.now() + SLICE;
        let done = false;
        while (!done && performance.now() < end) done = Boolean(work.next().done);
        if (done) whenDone();
        else run(work, whenDone);
      },
      { timeout: LATEST },
    );
  }

  globalThis.originlens = Object.assign(globalThis.originlens ?? {}, { slices: Object.freeze({ run }) });
}
