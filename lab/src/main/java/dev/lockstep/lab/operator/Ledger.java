package dev.lockstep.lab.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The inventory, in which the operator records what no program shows, as the instructions of a step ask. */
interface Ledger {

    /**
     * What is recorded of a fact; a missing node when nothing is.
     *
     * @param document a cluster ({@code contoso:clu06}) or an organization ({@code contoso})
     */
    JsonNode read(String document, String path) throws IOException, InterruptedException;

    /** Records a fact in place of what was recorded of it. */
    void write(String document, String path, JsonNode value) throws IOException, InterruptedException;
}
