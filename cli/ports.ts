import { usesTencent, type Config } from './config.ts';
import { findFreePort, isFree, isFreeForUdp } from './free-port.ts';

export interface Ports {
  readonly server: number;
  readonly engine: number;
  readonly rtmp: number;
  /** UDP; 0 for a free one, which nobody needs to know. */
  readonly whip: PortRange;
}

interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** `4002`, `4002-4005` or `0`. */
function readRange(text: string): PortRange {
  const [first, last = first] = text.split('-').map(Number) as [number, number?];
  return { first, last };
}

const maxWhipPorts = 100;

/**
 * Settles the ports before anything starts, since the processes are told of each other's. 0 becomes a free one; a port
 * that is taken stops the start with the name of its setting. All faults are listed at once.
 */
export async function settlePorts(config: Config): Promise<Ports> {
  const faults: string[] = [];
  const settle = async (
    name: 'ROOMTAPE_PORT' | 'ROOMTAPE_ENGINE_PORT' | 'ROOMTAPE_RTMP_PORT',
  ): Promise<number> => {
    const wanted = config[name];
    if (wanted === 0) return findFreePort(config.ROOMTAPE_HOST);
    if (!(await isFree(config.ROOMTAPE_HOST, wanted))) {
      faults.push(
        `port ${wanted} on ${config.ROOMTAPE_HOST} is taken: set ${name} to another, or to 0 for any free one`,
      );
    }
    return wanted;
  };
  const server = await settle('ROOMTAPE_PORT');
  const local = !usesTencent(config);
  const ports = {
    server,
    engine: local ? await settle('ROOMTAPE_ENGINE_PORT') : 0,
    rtmp: local ? await settle('ROOMTAPE_RTMP_PORT') : 0,
    whip: readRange(config.ROOMTAPE_WHIP_PORTS),
  };
  const { first, last } = ports.whip;
  if (last < first || last > 65_535 || last - first >= maxWhipPorts)
    faults.push(
      `ROOMTAPE_WHIP_PORTS is ${config.ROOMTAPE_WHIP_PORTS}; allowed: at most ${maxWhipPorts} ports`,
    );
  else if (local && first !== 0) {
    for (let port = first; port <= last; port++) {
      if (await isFreeForUdp(config.ROOMTAPE_HOST, port)) continue;
      faults.push(
        `UDP port ${port} on ${config.ROOMTAPE_HOST} is taken: set ROOMTAPE_WHIP_PORTS to others, or to 0 for any free one`,
      );
    }
  }
  if (faults.length > 0) throw new Error(`Roomtape cannot listen: ${faults.join('; ')}.`);
  return ports;
}
