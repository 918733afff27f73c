package dev.lockstep.lab.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.lab.scenario.Inventory;
import dev.lockstep.lab.world.DataCentre;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the name server knows, and of what it says nothing. */
class ZoneRecordsTest {

    private static final Path SCENARIO = Path.of("src/main/resources/scenarios/contoso-clu02.yaml");

    @Test
    void aHostOutsideOfTheZonesIsKnownWhenItHasARecord() throws IOException {
        Message known = asked("tailspintoys.com.");

        assertThat(known.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(known.getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .isEqualTo(List.of("10.10.0.50"));
        assertThat(asked("wingtiptoys.com.").getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(asked("nobody.corp.contoso.com.").getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    private static Message asked(String host) throws IOException {
        DataCentre read = Inventory.read(SCENARIO);
        DataCentre world = read.withDirectory(
                read.directory().withZone(read.directory().zone().with("tailspintoys.com", "10.10.0.50")));
        return new ZoneRecords(() -> world, controller -> 389)
                .answer(Message.newQuery(Record.newRecord(Name.fromString(host), Type.A, DClass.IN)));
    }
}
