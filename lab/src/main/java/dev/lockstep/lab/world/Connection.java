package dev.lockstep.lab.world;

import java.util.List;

/**
 * A network connection of a node, as its registry describes it.
 *
 * @param name its name in Network Connections
 * @param interfaceId the identifier of the interface, in braces
 * @param address static address; empty when there is none
 * @param gateway default gateway; empty when there is none
 * @param dhcp whether it takes its address from DHCP
 * @param dns name servers
 * @param wins WINS servers
 * @param registerInDns whether it registers its address
 * @param netbios 0 as DHCP says, 1 on, 2 off
 */
public record Connection(
        String name,
        String interfaceId,
        String address,
        String mask,
        String gateway,
        boolean dhcp,
        List<String> dns,
        List<String> wins,
        boolean registerInDns,
        int netbios)
        implements Named {
    public Connection {
        dns = List.copyOf(dns);
        wins = List.copyOf(wins);
    }
}
