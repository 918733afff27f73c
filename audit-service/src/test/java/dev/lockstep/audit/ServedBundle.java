package dev.lockstep.audit;

import static dev.lockstep.audit.PublishedHistory.AUDITOR;
import static dev.lockstep.audit.PublishedHistory.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lockstep.history.bundle.BundleLayout;
import dev.lockstep.history.bundle.BundleWriter;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** The parts of a bundle, as a client reads them. */
final class ServedBundle implements BundleWriter.Source {

    @Override
    public InputStream open(long size, String place) {
        if (place.startsWith("tile/")) {
            return content("/log/" + place);
        }
        boolean ofThisSize = BundleLayout.isOfState(place);
        return content("/bundle/" + (ofThisSize ? size + "/" : "") + place);
    }

    @Override
    public InputStream data(long entry) {
        return content("/entries/" + entry + "/data");
    }

    private static InputStream content(String path) {
        Response response = get(AUDITOR, path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new ByteArrayInputStream(response.asByteArray());
    }
}
