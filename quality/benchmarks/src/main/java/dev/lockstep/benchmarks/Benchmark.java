package dev.lockstep.benchmarks;

import java.time.Duration;
import java.util.List;

/** One group of measurements. */
interface Benchmark {

    /** How it is named on the command line. */
    String name();

    /** One line for people. */
    String description();

    /**
     * Measures.
     *
     * @param time about how long each single measurement takes
     */
    List<Figure> run(Duration time) throws Exception;
}
