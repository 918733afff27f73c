package dev.lockstep.history.bundle;

import dev.lockstep.history.entry.SealedCheck;
import dev.lockstep.history.person.Opening;
import dev.lockstep.history.person.PersonKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys of persons in a bundle. They need no signature: entries name a key by its hash. What an entry has under a key has to open with
 * it; a key is missing unless an entry says that it was destroyed, and then it must not be there.
 */
final class PersonKeys {

    private final Map<String, PersonKey> keys;
    private final List<String> mistakes;
    private final SealedCheck check;
    private final Set<String> used = new TreeSet<>();
    private final Set<String> erased = new HashSet<>();

    private PersonKeys(Map<String, PersonKey> keys, List<String> mistakes) {
        this.keys = keys;
        this.mistakes = mistakes;
        this.check = new SealedCheck(keys.values());
    }

    static PersonKeys read(BundleFolder folder) {
        String text = folder.bytes(BundleLayout.PERSON_KEYS)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
        Map<String, PersonKey> keys = new HashMap<>();
        Set<String> mistakes = new TreeSet<>();
        for (String line : text.lines().toList()) {
            try {
                PersonKey key = PersonKey.parse(line);
                if (keys.put(key.id(), key) != null) {
                    mistakes.add("the key of person %s is there twice".formatted(key.id()));
                }
            } catch (IllegalArgumentException noKey) {
                mistakes.add("a line of it is no key");
            }
        }
        return new PersonKeys(keys, List.copyOf(mistakes));
    }

    /** Opens what is under the keys that are there. */
    Opening opening() {
        return check.opening();
    }

    /** Looks at what entries have under the keys. Called by several threads. */
    SealedCheck check() {
        return check;
    }

    /** The next part of the log. */
    void take(EntryPart part) {
        used.addAll(part.persons());
        erased.addAll(part.erased());
    }

    /** Whether a key is not there that nobody destroyed, as far as the log tells. */
    boolean isIncomplete() {
        return !keys.keySet().containsAll(missable());
    }

    private Set<String> missable() {
        Set<String> needed = new TreeSet<>(used);
        needed.removeAll(erased);
        return needed;
    }

    /** The log is at its end. */
    void end(Findings findings) {
        mistakes.forEach(mistake -> findings.add(Finding.Kind.FILE_CHANGED, BundleLayout.PERSON_KEYS, mistake));
        Set<String> needed = missable();
        needed.removeAll(keys.keySet());
        needed.forEach(id -> findings.add(
                Finding.Kind.PERSON_KEY_MISSING, "person " + id, "the key is not there, and nobody erased the person"));
        new TreeSet<>(keys.keySet()).forEach(id -> {
            if (erased.contains(id)) {
                findings.add(
                        Finding.Kind.PERSON_KEY_ADDED, "person " + id, "the person was erased, and the key is there");
            } else if (!used.contains(id)) {
                findings.add(Finding.Kind.PERSON_KEY_ADDED, "person " + id, "nothing in the log is under the key");
            }
        });
    }
}
