package dev.lockstep.requirements;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactChange;
import dev.lockstep.contracts.inventory.FactPath;

/**
 * A fact that is not what it was.
 *
 * @param document in which document it stands
 * @param path where; everything below it may have changed, too
 * @param appeared whether it came or went, and with it perhaps the object that it belongs to; a name that changes counts as that
 */
public record ChangedFact(DocumentKind document, FactPath path, boolean appeared) {

    public ChangedFact {
        appeared = appeared || isName(document, path);
    }

    private static boolean isName(DocumentKind document, FactPath path) {
        int length = path.segments().size();
        return length > 2
                && document.identityMember(path.prefix(length - 2))
                        .filter(path.segments().getLast()::equals)
                        .isPresent();
    }

    /** A recorded change. */
    public static ChangedFact of(DocumentKind document, FactChange change) {
        return new ChangedFact(document, change.path(), change.before() == null || change.after() == null);
    }
}
