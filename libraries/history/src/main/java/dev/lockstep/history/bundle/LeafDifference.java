package dev.lockstep.history.bundle;

import dev.lockstep.transparencylog.Hash;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names how the entries that are there differ from those whose hashes the tree has. */
final class LeafDifference {

    private LeafDifference() {}

    /** @param first the index of the first of them */
    static void name(long first, List<Hash> there, List<Hash> signed, Findings findings) {
        Set<Hash> present = new HashSet<>(there);
        Set<Hash> expected = new HashSet<>(signed);
        boolean named = false;
        for (int i = 0; i < Math.max(there.size(), signed.size()); i++) {
            boolean missing = i < signed.size() && !present.contains(signed.get(i));
            boolean added = i < there.size() && !expected.contains(there.get(i));
            if (missing && added) {
                find(findings, Finding.Kind.ENTRY_CHANGED, first + i, "it is not the one that was signed");
            } else if (missing) {
                find(findings, Finding.Kind.ENTRY_MISSING, first + i, "it was signed and is not there");
            } else if (added) {
                find(findings, Finding.Kind.ENTRY_ADDED, first + i, "nothing like it was signed");
            }
            named |= missing || added;
        }
        if (!named) {
            for (int i = 0; i < Math.max(there.size(), signed.size()); i++) {
                if (i >= there.size()) {
                    find(findings, Finding.Kind.ENTRY_MISSING, first + i, "it was signed and is not there");
                } else if (i >= signed.size()) {
                    find(findings, Finding.Kind.ENTRY_ADDED, first + i, "it is there a second time");
                } else if (!there.get(i).equals(signed.get(i))) {
                    find(
                            findings,
                            Finding.Kind.ENTRY_REORDERED,
                            first + i,
                            "it was signed as entry %d".formatted(first + signed.indexOf(there.get(i))));
                }
            }
        }
    }

    private static void find(Findings findings, Finding.Kind kind, long index, String detail) {
        findings.add(kind, "entry " + index, detail);
    }
}
