package dev.lockstep.history.entry;

import dev.lockstep.history.person.Opening;
import dev.lockstep.history.person.PersonKey;
import dev.lockstep.history.person.SealedText;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Whether what entries have under keys of persons is what was sealed there: at its place, and opened by the keys that are at hand. The same
 * holds of the stored log and of an export. For several threads.
 */
public final class SealedCheck {

    private final Set<String> ids;
    private final Opening opening;
    /** Names stand in nearly every entry, and are the same everywhere. */
    private final Map<SealedText, Boolean> names = new ConcurrentHashMap<>();

    /** @param keys that are at hand */
    public SealedCheck(Collection<PersonKey> keys) {
        this.ids = keys.stream().map(PersonKey::id).collect(Collectors.toUnmodifiableSet());
        this.opening = Opening.with(keys);
    }

    /** Opens with the keys that are at hand. */
    public Opening opening() {
        return opening;
    }

    /**
     * Looks at everything of an entry that is under keys.
     *
     * @param wrong is told, in a sentence, of each text that is not what was sealed at its place
     * @return the ids of the keys, at hand or not
     */
    public Set<String> keysOf(LedgerEntry entry, Consumer<String> wrong) {
        Set<String> keys = new TreeSet<>();
        entry.eachSealed((pointer, sealedText) -> {
            keys.addAll(sealedText.keys());
            if (!sealedText.isAt(entry.eventId(), pointer) || !opens(sealedText)) {
                wrong.accept("what stands at %s is not what was sealed there".formatted(pointer));
            }
        });
        return keys;
    }

    /** Whether a text opens, as far as its keys are there. */
    private boolean opens(SealedText sealedText) {
        if (!ids.containsAll(sealedText.keys())) {
            return true;
        }
        return sealedText.place().isEmpty()
                ? names.computeIfAbsent(sealedText, name -> opening.open(name).isPresent())
                : opening.open(sealedText).isPresent();
    }
}
