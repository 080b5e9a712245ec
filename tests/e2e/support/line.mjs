// A line between a browser and a server that can be cut off as networks are: nothing comes through, and nobody is told.
import { connect, createServer } from "node:net";

export class Line {
  /** Opens a line to a server; it is reached at `url` then. */
  static async to(server) {
    const line = new Line();
    line.ends = new Set();
    line.isCut = false;
    line.listener = createServer((near) => {
      const far = connect(server.port, "127.0.0.1");
      for (const [from, to] of [[near, far], [far, near]]) {
        line.ends.add(from);
        // What was under way when the line was cut is lost with it: the ends go on only when they are closed.
        from.on("data", (bytes) => line.isCut || to.write(bytes));
        from.on("error", () => to.destroy());
        from.on("close", () => {
          line.ends.delete(from);
          if (!line.isCut) to.destroy();
        });
      }
    });
    await new Promise((ready) => line.listener.listen(0, "127.0.0.1", ready));
    line.url = `http://127.0.0.1:${line.listener.address().port}`;
    return line;
  }

  /** Lets nothing through any more. */
  cut() {
    this.isCut = true;
  }

  /** Lets new connections through again; those that were cut are gone. */
  mend() {
    for (const end of this.ends) end.destroy();
    this.isCut = false;
  }

  close() {
    this.mend();
    this.listener.close();
  }
}
