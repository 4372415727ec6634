/**
 * Dragging a price line with mouse, pen or thumb. Nothing happens until the pointer has moved, so a click is still a click; Esc
 * or a drag the browser takes away puts the line back.
 */
interface LevelDragPorts {
  /** The movable level at this height, if any. */
  readonly grab: (y: number) => string | null;
  readonly priceAt: (y: number) => number | null;
  readonly preview: (key: string, price: number) => void;
  readonly drop: (key: string, price: number) => void;
  readonly putBack: (key: string) => void;
}

const THRESHOLD_PX = 3;

export class LevelDrag {
  readonly #container: HTMLElement;
  readonly #ports: LevelDragPorts;
  readonly #listening = new AbortController();
  #held: { key: string; startY: number; moved: boolean } | null = null;

  constructor(container: HTMLElement, ports: LevelDragPorts) {
    this.#container = container;
    this.#ports = ports;
    // In the capture phase: a grabbed line must not pan the chart below it.
    const options = { capture: true, signal: this.#listening.signal };
    for (const type of ['pointerdown', 'mousedown', 'touchstart'] as const)
      container.addEventListener(type, (event) => this.#down(event), { ...options, passive: false });
    container.addEventListener('pointermove', (event) => this.#move(event), options);
    container.addEventListener('pointerup', (event) => this.#up(event), options);
    container.addEventListener('pointercancel', () => this.#cancel(), options);
    window.addEventListener('keydown', (event) => this.#key(event), options);
  }

  stop(): void {
    this.#listening.abort();
  }

  #down(event: Event): void {
    // The chart listens to mouse and touch events; the pointer event comes first and decides for them.
    if (event instanceof PointerEvent && event.button === 0) {
      const y = this.#y(event);
      const key = this.#ports.grab(y);
      if (key === null) return;
      this.#held = { key, startY: y, moved: false };
      this.#container.setPointerCapture(event.pointerId);
    }
    if (this.#held !== null) {
      event.stopPropagation();
      if (!(event instanceof PointerEvent)) event.preventDefault();
    }
  }

  #move(event: PointerEvent): void {
    const y = this.#y(event);
    if (this.#held === null) {
      this.#container.style.cursor = this.#ports.grab(y) === null ? '' : 'ns-resize';
      return;
    }
    event.stopPropagation();
    if (Math.abs(y - this.#held.startY) > THRESHOLD_PX) this.#held.moved = true;
    const price = this.#ports.priceAt(y);
    if (this.#held.moved && price !== null) this.#ports.preview(this.#held.key, price);
  }

  #up(event: PointerEvent): void {
    if (this.#held === null) return;
    const { key, moved } = this.#held;
    const price = this.#ports.priceAt(this.#y(event));
    this.#held = null;
    if (!moved) return;
    // Let go outside of the prices, it was not moved.
    if (price === null) this.#ports.putBack(key);
    else this.#ports.drop(key, price);
  }

  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.#held === null) return;
    event.stopPropagation();
    this.#cancel();
  }

  #cancel(): void {
    if (this.#held === null) return;
    this.#ports.putBack(this.#held.key);
    this.#held = null;
  }

  #y(event: PointerEvent): number {
    return event.clientY - this.#container.getBoundingClientRect().top;
  }
}
