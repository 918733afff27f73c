package dev.lockstep.inventory.facts;

import dev.lockstep.contracts.inventory.Fact;
import dev.lockstep.contracts.inventory.FactPath;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import dev.lockstep.service.paging.Page;
import dev.lockstep.service.paging.PageRequest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts as pages, by path. */
public final class FactList {

    private FactList() {}

    /**
     * A page of the facts of a record.
     *
     * @param prefix only facts at or below this path, or null for all
     */
    public static Page<Fact> page(FactTree tree, @Nullable String prefix, PageRequest page) {
        Collection<Fact> facts = prefix == null ? tree.facts() : tree.below(path("prefix", prefix));
        String after = page.after().orElse("");
        List<Fact> found = facts.stream()
                .sorted(Comparator.comparing(Fact::path))
                .filter(fact -> fact.path().toString().compareTo(after) > 0)
                .limit(page.limit() + 1L)
                .toList();
        return Page.of(found, page, fact -> fact.path().toString());
    }

    /** The fact path that a request names. */
    static FactPath path(String place, String text) {
        try {
            return FactPath.parse(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    new Mistake(place, String.valueOf(e.getMessage()), "write it as in /nodes/E2K3-N1/os/sp"), e);
        }
    }
}
