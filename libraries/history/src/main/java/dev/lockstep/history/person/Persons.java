package dev.lockstep.history.person;

import java.util.Collection;
import java.util.Set;

/**
 * Whom an event is about.
 *
 * @param named whose account it names, and who wrote its texts, by the names of their accounts
 * @param words those of its texts that may name further persons; a word that is no name of a known person names nobody
 */
public record Persons(Set<String> named, Set<String> words) {

    /** Keeps its own copies. */
    public Persons {
        named = Set.copyOf(named);
        words = Set.copyOf(words);
    }

    /** Adds them to those of other events. */
    public void addTo(Collection<String> allNamed, Collection<String> allWords) {
        allNamed.addAll(named);
        allWords.addAll(words);
    }
}
