import { useEffect } from 'react';

/** In a frame, reports the height of the page to the page around it, so that it can fit the frame. */
export function useFrameHeight(): void {
  useEffect(() => {
    if (window.parent === window) return undefined;
    const report = (): void => {
      const { height } = document.body.getBoundingClientRect();
      // The height is no secret, and the page around may be of any host that is allowed to frame this one.
      window.parent.postMessage({ type: 'postrider:height', height: Math.ceil(height) }, '*');
    };
    const observer = new ResizeObserver(report);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
}
