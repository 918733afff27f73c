package dev.lockstep.inventory.facts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.contracts.inventory.DocumentKind;
import dev.lockstep.contracts.inventory.FactTree;
import dev.lockstep.requirements.dictionary.FactsDictionary;
import dev.lockstep.requirements.document.DocumentMistake;
import dev.lockstep.requirements.document.DocumentReader;
import dev.lockstep.requirements.document.DocumentReading;
import dev.lockstep.service.http.InvalidRequestException;
import dev.lockstep.service.http.Mistake;
import java.util.ArrayList;
import java.util.List;

/** Whether a document hangs together after a change: names that are used exist, names are not given twice. */
public final class Consistency {

    private static final DocumentReader READER = new DocumentReader(FactsDictionary.standard());

    private Consistency() {}

    /**
     * Goes on only when a change of a cluster makes no mistake that was not there before.
     *
     * @throws InvalidRequestException naming the new mistakes
     */
    public static void requireOfCluster(FactTree organization, FactTree before, FactTree after) {
        requireNoNewMistakes(organization, before, organization, after);
    }

    /**
     * Goes on only when a change of an organization makes no mistake that was not there before.
     *
     * @throws InvalidRequestException naming the new mistakes
     */
    public static void requireOfOrganization(FactTree before, FactTree after) {
        FactTree noCluster = FactTree.empty(DocumentKind.CLUSTER);
        requireNoNewMistakes(before, noCluster, after, noCluster);
    }

    private static void requireNoNewMistakes(
            FactTree organizationBefore, FactTree clusterBefore, FactTree organizationAfter, FactTree clusterAfter) {
        List<DocumentMistake> mistakes = new ArrayList<>(mistakes(organizationAfter, clusterAfter));
        mistakes.removeAll(mistakes(organizationBefore, clusterBefore));
        if (!mistakes.isEmpty()) {
            throw new InvalidRequestException(mistakes.stream()
                    .map(mistake -> new Mistake(mistake.place(), mistake.what(), mistake.remedy()))
                    .toList());
        }
    }

    private static List<DocumentMistake> mistakes(FactTree organization, FactTree cluster) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("organization", organization.toDocument());
        document.set("cluster", cluster.toDocument());
        return switch (READER.check(document)) {
            case DocumentReading.Accepted _ -> List.of();
            case DocumentReading.Refused refused -> refused.mistakes();
        };
    }
}
