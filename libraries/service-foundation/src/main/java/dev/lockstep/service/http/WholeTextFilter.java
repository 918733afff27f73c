package dev.lockstep.service.http;

import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** No path and no parameter has U+0000 in it: nothing is called so, and the database could not be asked for it. */
class WholeTextFilter {

    @ServerRequestFilter(preMatching = true)
    void refuseOthers(UriInfo uri) {
        if (!WholeText.is(uri.getPath())) {
            throw mistake("path");
        }
        for (Map.Entry<String, List<String>> parameter :
                uri.getQueryParameters().entrySet()) {
            if (!WholeText.is(parameter.getKey())
                    || !parameter.getValue().stream().allMatch(WholeText::is)) {
                throw mistake("query");
            }
        }
    }

    private static InvalidRequestException mistake(String place) {
        return new InvalidRequestException(
                new Mistake(place, "the text has half a character or U+0000 in it", "write whole characters"));
    }
}
