package dev.lockstep.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/** What a process and those that it started use of the machine. */
final class ProcessTree {

    private ProcessTree() {}

    /** Processor time of a process and its descendants that still run, in seconds. */
    static double processorSeconds(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                        .mapToLong(each -> each.info()
                                .totalCpuDuration()
                                .map(Duration::toMillis)
                                .orElse(0L))
                        .sum()
                / 1e3;
    }

    /** Memory that a process alone holds, shared pages included, in millions of bytes as {@code ps} tells them. */
    static double residentMegabytes(ProcessHandle process) throws IOException, InterruptedException {
        Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(process.pid())).start();
        String kilobytes = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        ps.waitFor();
        return Long.parseLong(kilobytes) * 1024 / 1e6;
    }
}
