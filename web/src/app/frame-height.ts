/** In a frame of another page, says how high the content is, so that `<postrider-portal>` can fit the frame to it. */
export function reportHeight(content: HTMLElement): void {
  if (window.top === window.self) return;
  const observer = new ResizeObserver(() => {
    // A height is no secret, so any page that may show the frame may read it.
    window.parent.postMessage({ type: 'postrider:height', height: content.scrollHeight }, '*');
  });
  observer.observe(content);
}
