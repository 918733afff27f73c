package dev.lockstep.requirements.expression;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an expression is about.
 *
 * @param kind what kind of thing it is
 * @param name its name in the inventory document
 */
public record Subject(Kind kind, String name) {

    /** The kinds of things that requirements are about. */
    public enum Kind {
        ORGANIZATION("organization", null),
        DOMAIN("organization", "domains"),
        ACCOUNT("organization", "accounts"),
        CLUSTER("cluster", null),
        NETWORK("cluster", "networks"),
        NODE("cluster", "nodes"),
        DISK("cluster", "disks"),
        EVS("cluster", "evs");

        private final String word;
        private final String document;
        private final @Nullable String collection;

        Kind(String document, @Nullable String collection) {
            this.word = name().toLowerCase(Locale.ROOT);
            this.document = document;
            this.collection = collection;
        }

        /** Its word in texts and its variable in expressions. */
        public String word() {
            return word;
        }

        /** The variable that stands for one of these; empty when the document itself does. */
        public Optional<String> variable() {
            return collection == null ? Optional.empty() : Optional.of(word());
        }

        /** The document in which these stand. */
        public String document() {
            return document;
        }

        /** Where these stand, for example {@code cluster/nodes}; empty when there is one only, the document itself. */
        public Optional<String> collectionPath() {
            return collection().map(name -> document + "/" + name);
        }

        Optional<String> collection() {
            return Optional.ofNullable(collection);
        }
    }

    /** The subject in reports, for example {@code node E2K3-N1}. */
    public String label() {
        return kind.word() + " " + name;
    }
}
