package dev.lockstep.systemtests;

import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Figures that a process of a service tells, in the text form of Prometheus. */
final class Metrics {

    private Metrics() {}

    /** Those of the process that the platform runs. */
    static String of(Scene scene, String service) {
        return scene.send(HttpRequest.newBuilder(scene.url(service).resolve("/q/metrics"))
                        .build())
                .body();
    }

    /** A figure without labels of its own. */
    static double value(String metrics, String name) {
        Matcher line =
                Pattern.compile("(?m)^" + name + "(?:\\{[^}]*})? ([0-9.E+-]+)$").matcher(metrics);
        if (!line.find()) {
            throw new AssertionError("no figure " + name + " in:\n" + metrics);
        }
        return Double.parseDouble(line.group(1));
    }

    /** A figure of each consumer. */
    static Map<String, Double> byConsumer(String metrics, String name) {
        Matcher line = Pattern.compile("(?m)^" + name + "\\{[^}]*consumer=\"([^\"]*)\"[^}]*} ([0-9.E+-]+)$")
                .matcher(metrics);
        Map<String, Double> figures = new HashMap<>();
        while (line.find()) {
            figures.put(line.group(1), Double.parseDouble(line.group(2)));
        }
        return figures;
    }
}
