/** A link that a test can break: connections to 127.0.0.1 on a free port are passed on to another one, as long as the link allows. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class TcpProxy {
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  readonly #abandoned = new Set<Socket>();
  #latencyMs = 0;
  #isCut = false;
  #isStalled = false;

  static async open(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(targetPort: number) {
    this.#targetPort = targetPort;
    this.#server = createServer((client) => this.#join(client));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Ends every connection and refuses new ones, until `mend`. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Ends every connection with a reset; new ones are fine. */
  reset(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Half open: connections stay, nothing passes, until `mend`. */
  stall(): void {
    this.#isStalled = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Half open for good, as behind a router that has forgotten them: connections stay and nothing passes; new ones are fine. */
  abandon(): void {
    for (const socket of this.#sockets) {
      socket.pause();
      this.#abandoned.add(socket);
      this.#sockets.delete(socket);
    }
  }

  /** Every piece takes so much longer, each way. */
  slow(latencyMs: number): void {
    this.#latencyMs = latencyMs;
  }

  mend(): void {
    this.#isCut = false;
    this.#isStalled = false;
    this.#latencyMs = 0;
    for (const socket of this.#sockets) socket.resume();
  }

  async close(): Promise<void> {
    this.cut();
    for (const socket of this.#abandoned) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    if (this.#isCut) {
      client.destroy();
      return;
    }
    const target = connect(this.#targetPort, '127.0.0.1');
    this.#pass(client, target);
    this.#pass(target, client);
  }

  #pass(from: Socket, to: Socket): void {
    this.#sockets.add(from);
    if (this.#isStalled) from.pause();
    from.on('data', (piece) => {
      if (this.#latencyMs === 0) to.write(piece);
      else setTimeout(() => to.write(piece), this.#latencyMs);
    });
    // What ends one side ends the other; an error is followed by the close.
    from.on('error', () => undefined);
    from.once('close', () => {
      this.#sockets.delete(from);
      this.#abandoned.delete(from);
      to.destroy();
    });
  }
}
