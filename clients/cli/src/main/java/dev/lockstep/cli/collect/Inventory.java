package dev.lockstep.cli.collect;

import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import java.util.List;

/** What is recorded about an organization and one of its clusters, in the place that what is found is taken into. */
interface Inventory {

    /** What is recorded. */
    FactTree recorded(DocumentKind document);

    /** The hosts whose addresses the cluster depends on. */
    List<String> hosts();

    /** Whether there is nothing yet, so that it is made even if nothing differs. */
    boolean isNew();

    /** Whether it keeps when facts were seen, so that what is as recorded becomes fresh. */
    boolean keepsTimes();

    /** What a person is asked before differences are taken. */
    String question();

    /**
     * Takes what was found.
     *
     * @return what was done, as a sentence
     */
    String take(Collected found);
}
