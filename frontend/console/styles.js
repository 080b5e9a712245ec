// The page's policy takes no style from text. The editor and GraphiQL's dialogs write some while they run: style sheets in elements, and
// properties in attributes of markup. What they write that way is set here through the objects that the policy leaves to scripts.

const STYLES = /(<[a-z][^<>]*?\s)style=/gi;
const HELD = "data-style";

/** A style sheet that is written while the page runs: what an element `style` is to whoever made it. */
class WrittenSheet extends HTMLElement {
  #sheet = new CSSStyleSheet();
  #text = "";
  #root;

  get sheet() {
    return this.#sheet;
  }

  get textContent() {
    return this.#text;
  }

  set textContent(text) {
    this.#text = text ?? "";
    this.#sheet.replaceSync(this.#text);
  }

  appendChild(node) {
    this.textContent += node.textContent;
    return node;
  }

  connectedCallback() {
    this.#root = this.getRootNode();
    this.#root.adoptedStyleSheets.push(this.#sheet);
  }

  disconnectedCallback() {
    this.#root.adoptedStyleSheets = this.#root.adoptedStyleSheets.filter((sheet) => sheet !== this.#sheet);
  }
}
customElements.define("written-sheet", WrittenSheet);

const made = Document.prototype.createElement;
Document.prototype.createElement = function createElement(name, options) {
  return made.call(this, String(name).toLowerCase() === "style" ? "written-sheet" : name, options);
};

/** Markup whose styles are held in another attribute, until they are set. */
const held = (markup) => String(markup).replace(STYLES, `$1${HELD}=`);

/** Sets the styles that are held in and under a node. */
function set(root) {
  for (const element of root.querySelectorAll(`[${HELD}]`)) {
    element.style.cssText = element.getAttribute(HELD);
    element.removeAttribute(HELD);
  }
}

for (const prototype of [Element.prototype, ShadowRoot.prototype]) {
  const { get, set: write } = Object.getOwnPropertyDescriptor(prototype, "innerHTML");
  Object.defineProperty(prototype, "innerHTML", {
    get, configurable: true, enumerable: true,
    set(markup) {
      write.call(this, held(markup));
      set(this);
    },
  });
}

const insert = Element.prototype.insertAdjacentHTML;
Element.prototype.insertAdjacentHTML = function insertAdjacentHTML(where, markup) {
  insert.call(this, where, held(markup));
  set(this.parentNode ?? this);
};

const setAttribute = Element.prototype.setAttribute;
Element.prototype.setAttribute = function (name, value) {
  if (String(name).toLowerCase() === "style") this.style.cssText = value;
  else setAttribute.call(this, name, value);
};
