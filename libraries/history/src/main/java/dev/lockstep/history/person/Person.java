package dev.lockstep.history.person;

import java.util.regex.Pattern;

/**
 * A person as entries know them.
 *
 * @param key under which what is about them stands
 * @param sealedName the name of their account, sealed once: two entries name the same person by the same text
 */
public record Person(PersonKey key, SealedText sealedName) {

    private static final Pattern SERVICE = Pattern.compile("service-account-.*|[a-z]+-service");

    /** A person of whom nothing was said yet. */
    public static Person first(String name) {
        PersonKey key = PersonKey.generate();
        return new Person(key, key.sealName(name));
    }

    /** Whether an account is a person's: not that of a client of the identity provider, and none of our services. */
    public static boolean isNamed(String account) {
        return !account.isBlank() && !SERVICE.matcher(account).matches();
    }
}
