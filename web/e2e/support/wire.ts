import { createServer, connect, type Server, type Socket } from 'node:net';

/** The way of the pages' connections to the SignalR service, which a test can cut. */
export class Wire {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #isCut = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** From a port to another one of this machine. */
  static async open(from: number, to: number): Promise<Wire> {
    const server = createServer({ noDelay: true });
    const wire = new Wire(server);
    server.on('connection', (socket) => wire.#join(socket, to));
    await new Promise<void>((done, fail) => server.once('error', fail).listen(from, 'localhost', done));
    return wire;
  }

  /** Ends all connections and takes no new ones until it is mended. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((done) => this.#server.close(done));
  }

  #join(socket: Socket, to: number): void {
    if (this.#isCut) return void socket.destroy();
    const other = connect({ port: to, host: 'localhost', noDelay: true });
    for (const [near, far] of [[socket, other], [other, socket]] as const) {
      this.#sockets.add(near);
      near.on('error', () => {});
      near.on('close', () => {
        this.#sockets.delete(near);
        far.destroy();
      });
      near.pipe(far);
    }
  }
}
