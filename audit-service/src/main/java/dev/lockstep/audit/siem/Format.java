package dev.lockstep.audit.siem;

/** How an entry is written for a SIEM: on one line, whatever the entry says. */
sealed interface Format permits CefFormat, OcsfFormat {

    /** The event on one line, without its end. */
    String of(SiemEvent event);

    /** The formats by which a destination may be configured. */
    enum Kind {
        CEF,
        OCSF;

        Format format(String log, String version) {
            return switch (this) {
                case CEF -> new CefFormat(log, version);
                case OCSF -> new OcsfFormat(log, version);
            };
        }
    }
}
