// <postrider-portal src="https://…/portal#sign-in=…" theme="dark"></postrider-portal>
// Shows the portal in a frame as wide as its place and as high as its content.
class PostriderPortal extends HTMLElement {
  static observedAttributes = ['src', 'theme'];
  #frame = document.createElement('iframe');
  #origin = '';

  constructor() {
    super();
    const { style } = this.#frame;
    style.width = '100%';
    style.height = '40rem';
    style.border = '0';
    style.display = 'block';
    this.#frame.title = 'Webhooks';
    this.#frame.referrerPolicy = 'origin';
  }

  connectedCallback() {
    this.replaceChildren(this.#frame);
    addEventListener('message', this.#onMessage);
    this.#show();
  }

  disconnectedCallback() {
    removeEventListener('message', this.#onMessage);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#show();
  }

  #show() {
    const source = this.getAttribute('src');
    if (!source) return;
    const url = new URL(source, document.baseURI);
    const theme = this.getAttribute('theme');
    if (theme) url.searchParams.set('theme', theme);
    this.#origin = url.origin;
    if (this.#frame.src !== url.href) this.#frame.src = url.href;
  }

  // Only the page in this frame, of the origin that the link names, sets the height.
  #onMessage = ({ source, origin, data }) => {
    if (source !== this.#frame.contentWindow || origin !== this.#origin) return;
    if (data?.type !== 'postrider:height' || !Number.isFinite(data.height)) return;
    this.#frame.style.height = `${Math.max(0, Math.ceil(data.height))}px`;
  };
}

customElements.define('postrider-portal', PostriderPortal);
