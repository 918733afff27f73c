package dev.lockstep.discovery.security;

/** What the Exchange Administration Delegation Wizard delegates, from least to most; each holds what the ones before it hold. */
public enum Role {
    NONE(0, "nothing"),
    /** Reads properties and lists what is in the container. */
    VIEW_ONLY(0x14, "Exchange View Only Administrator"),
    /** Everything but to change permissions and to take ownership. */
    EXCHANGE_ADMINISTRATOR(0x301FF, "Exchange Administrator"),
    /** Full control. */
    EXCHANGE_FULL_ADMINISTRATOR(0xF01FF, "Exchange Full Administrator");

    private final int rights;
    private final String words;

    Role(int rights, String words) {
        this.rights = rights;
        this.words = words;
    }

    /** The highest role whose rights are all there. */
    static Role of(int rights) {
        Role highest = NONE;
        for (Role each : values()) {
            if ((rights & each.rights) == each.rights) {
                highest = each;
            }
        }
        return highest;
    }

    /** As people call it. */
    public String words() {
        return words;
    }
}
