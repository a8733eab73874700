/** What runs in the page that is measured, as `window.bench`; as text, because it is code of another world. */
export const inPage = `
window.bench = {
  longTasks: [],
  seenAt: null,
  watch(selector) {
    const look = () => {
      if (document.querySelector(selector) === null) requestAnimationFrame(look);
      // The frame after it was put there is the one in which it is seen.
      else requestAnimationFrame(() => (bench.seenAt = performance.now()));
    };
    requestAnimationFrame(look);
  },
  // So many pixels in each of so many frames, there and back; how long each frame took.
  async scroll(selector, by, count) {
    const canScroll = [...document.querySelectorAll(selector)].filter(
      (one) => one.scrollHeight > one.clientHeight + 100 && getComputedStyle(one).overflowY !== 'visible',
    );
    // The longest: beside a diff stands a list of files.
    const found = canScroll.sort((one, other) => other.scrollHeight - one.scrollHeight)[0];
    if (found === undefined) throw new Error('nothing to scroll in ' + selector);
    const gaps = [];
    const isUp = found.scrollTop > found.clientHeight;
    let last = performance.now();
    for (let index = 0; index < count; index += 1) {
      found.scrollTop += (index < count / 2) !== isUp ? by : -by;
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const now = performance.now();
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  },
};
new PerformanceObserver((list) => {
  for (const { startTime, duration } of list.getEntries()) bench.longTasks.push({ startTime, duration });
}).observe({ type: 'longtask', buffered: true });
`;
