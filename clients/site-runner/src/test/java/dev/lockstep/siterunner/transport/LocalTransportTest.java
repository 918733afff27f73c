package dev.lockstep.siterunner.transport;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

class LocalTransportTest extends TransportContract {

    @Override
    Transport transport(Path programs) {
        return new LocalTransport(List.of(programs), StandardCharsets.UTF_8);
    }
}
