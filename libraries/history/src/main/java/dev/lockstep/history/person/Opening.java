package dev.lockstep.history.person;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Opens what is under the keys that are at hand. */
@FunctionalInterface
public interface Opening {

    /** Opens nothing. */
    Opening NONE = _ -> Optional.empty();

    /** The plain text; empty when its key is not at hand, or it is not what was sealed. */
    Optional<String> open(SealedText sealedText);

    /** Opens with these keys. */
    static Opening with(Collection<PersonKey> keys) {
        Map<String, PersonKey> byId =
                keys.stream().collect(Collectors.toUnmodifiableMap(PersonKey::id, Function.identity()));
        return sealedText -> {
            List<PersonKey> needed = new ArrayList<>();
            for (String id : sealedText.keys()) {
                PersonKey key = byId.get(id);
                if (key == null) {
                    return Optional.empty();
                }
                needed.add(key);
            }
            return PersonKey.open(needed, sealedText);
        };
    }
}
