package dev.lockstep.inventory;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Inventory documents of any size. */
final class Documents {

    private Documents() {}

    static ObjectNode of(String organization, String cluster, int nodes, int disks) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode org =
                document.putObject("organization").put("name", organization).put("mode", "NATIVE");
        org.putObject("schemaRangeUpper").put("dc1.corp.contoso.com", 0);
        org.putArray("domains").addObject().put("name", "corp.contoso.com").put("netbios", "CORP");
        ObjectNode clu = document.putObject("cluster").put("name", cluster).put("domain", "corp.contoso.com");
        ArrayNode nodeArray = clu.putArray("nodes");
        for (int i = 1; i <= nodes; i++) {
            ObjectNode node = nodeArray.addObject().put("name", "E2K3-N" + i).put("nodeId", i);
            node.putObject("os")
                    .put("family", "WINDOWS_SERVER_2003")
                    .put("edition", "ENTERPRISE")
                    .put("sp", 1);
        }
        ArrayNode diskArray = clu.putArray("disks");
        for (int i = 1; i <= disks; i++) {
            diskArray.addObject().put("id", "Disk " + i).put("number", i).put("diskType", "BASIC");
        }
        return document;
    }
}
