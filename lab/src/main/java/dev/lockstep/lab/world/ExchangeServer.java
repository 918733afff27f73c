package dev.lockstep.lab.world;

/** An Exchange server object in the directory. Build as {@code 6.5.6944}. */
public record ExchangeServer(String name, String administrativeGroup, String build, boolean clustered, String domain)
        implements Named {
    public ExchangeServer withBuild(String changed) {
        return new ExchangeServer(name, administrativeGroup, changed, clustered, domain);
    }
}
