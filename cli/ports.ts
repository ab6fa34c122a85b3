import { usesTencent, type Config } from './config.ts';
import { findFreePort, isFree } from './free-port.ts';

export interface Ports {
  readonly server: number;
  readonly engine: number;
  readonly rtmp: number;
}

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
  };
  if (faults.length > 0) throw new Error(`Roomtape cannot listen: ${faults.join('; ')}.`);
  return ports;
}
