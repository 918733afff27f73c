package dev.lockstep.lab.engine;

import dev.lockstep.lab.world.ResourceTypes;

/**
 * A moment of the simulation.
 *
 * @param now milliseconds since the epoch
 * @param speed simulated seconds that pass in one real second; above zero
 */
public record Tick(long now, double speed) {
    public Tick {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be above zero: " + speed);
        }
    }

    /** The same pace at another moment. */
    public Tick at(long moment) {
        return new Tick(moment, speed);
    }

    /** When work that starts now is done. */
    public long due(Work work) {
        return now + Math.max(1, Math.round(work.seconds() * 1000 / speed));
    }

    static Work comingOnline(String resourceType) {
        if (resourceType.equalsIgnoreCase(ResourceTypes.PHYSICAL_DISK)) {
            return Work.DISK_ONLINE;
        }
        if (resourceType.equalsIgnoreCase(ResourceTypes.IP_ADDRESS)) {
            return Work.ADDRESS_ONLINE;
        }
        if (resourceType.equalsIgnoreCase(ResourceTypes.NETWORK_NAME)) {
            return Work.NAME_ONLINE;
        }
        if (resourceType.equalsIgnoreCase(ResourceTypes.MSDTC)) {
            return Work.MSDTC_ONLINE;
        }
        return ResourceTypes.ofExchange(resourceType) ? Work.EXCHANGE_ONLINE : Work.OTHER_ONLINE;
    }

    static Work goingOffline(String resourceType) {
        return ResourceTypes.ofExchange(resourceType) ? Work.EXCHANGE_OFFLINE : Work.RESOURCE_OFFLINE;
    }
}
