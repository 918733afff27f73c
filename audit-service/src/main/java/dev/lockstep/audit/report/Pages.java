package dev.lockstep.audit.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Objects;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdfwriter.compress.CompressParameters;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDPageContentStream.AppendMode;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;
import org.jspecify.annotations.Nullable;

/**
 * Lays text and tables out on pages, A4 across, with the font embedded. The same calls make the same bytes: no clock and nothing random
 * goes in.
 */
final class Pages implements AutoCloseable {

    /** Liberation Sans (SIL Open Font License), which comes with the library. */
    private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

    private static final float LONG_SIDE = PDRectangle.A4.getHeight();
    private static final float SHORT_SIDE = PDRectangle.A4.getWidth();
    private static final PDRectangle FORMAT = new PDRectangle(LONG_SIDE, SHORT_SIDE);
    private static final float MARGIN = 40;
    private static final float BOTTOM = MARGIN + 16;
    private static final float TEXT = 8.5f;
    private static final float SMALL = 7.5f;
    private static final float LEADING = 1.3f;
    private static final float GAP = 6;
    /** What a heading, the head of a table and a row of five lines take. */
    private static final float HEADED = 110;

    private final TrueTypeFont outlines;
    private final PDDocument document = new PDDocument();
    private final PDFont font;
    private final Lettering lettering;
    private @Nullable PDPageContentStream page;
    private float y;

    Pages() throws IOException {
        try (InputStream file = Objects.requireNonNull(PDDocument.class.getResourceAsStream(FONT))) {
            outlines = new TTFParser().parse(new RandomAccessReadBuffer(file));
        }
        outlines.setEnableGsub(false);
        font = PDType0Font.load(document, outlines, true);
        lettering = new Lettering(outlines);
        turn();
    }

    /** What a text looks like. */
    enum Ink {
        PLAIN(0, 0, 0),
        FAINT(0.38f, 0.38f, 0.38f),
        GOOD(0, 0.38f, 0.16f),
        WARN(0.58f, 0.32f, 0),
        BAD(0.72f, 0, 0);

        private final float red;
        private final float green;
        private final float blue;

        Ink(float red, float green, float blue) {
            this.red = red;
            this.green = green;
            this.blue = blue;
        }
    }

    /** A text and its look. */
    record Cell(Ink ink, String text) {
        static Cell of(String text) {
            return new Cell(Ink.PLAIN, text);
        }
    }

    /** A column of a table and its share of the width. */
    record Column(String name, float share) {}

    private static float width() {
        return FORMAT.getWidth() - 2 * MARGIN;
    }

    private PDPageContentStream page() {
        return Objects.requireNonNull(page);
    }

    private void turn() throws IOException {
        if (page != null) {
            page.close();
        }
        PDPage next = new PDPage(FORMAT);
        document.addPage(next);
        page = new PDPageContentStream(document, next, AppendMode.OVERWRITE, true);
        y = FORMAT.getHeight() - MARGIN;
    }

    private boolean hasRoom(float height) {
        return y - height >= BOTTOM;
    }

    void title(String text) throws IOException {
        for (String line : lettering.lines(text, 18, width())) {
            line(Ink.PLAIN, true, 18, MARGIN, line);
        }
        y -= GAP;
    }

    /** A heading stays with what it heads. */
    void heading(String text) throws IOException {
        if (!hasRoom(HEADED)) {
            turn();
        }
        y -= 2 * GAP;
        line(Ink.PLAIN, true, 12, MARGIN, lettering.drawn(text));
        y -= GAP / 2;
    }

    void paragraph(Ink ink, String text) throws IOException {
        paragraph(ink, false, TEXT, text);
    }

    /** A sentence that nobody should miss. */
    void statement(Ink ink, String text) throws IOException {
        paragraph(ink, true, 11, text);
    }

    private void paragraph(Ink ink, boolean bold, float size, String text) throws IOException {
        for (String line : lettering.lines(text, size, width())) {
            if (!hasRoom(size * LEADING)) {
                turn();
            }
            line(ink, bold, size, MARGIN, line);
        }
        y -= GAP / 2;
    }

    private void line(Ink ink, boolean bold, float size, float x, String drawn) throws IOException {
        y -= size * LEADING;
        text(page(), ink, bold, size, x, y, drawn);
    }

    private void text(PDPageContentStream on, Ink ink, boolean bold, float size, float x, float at, String drawn)
            throws IOException {
        on.beginText();
        on.setNonStrokingColor(ink.red, ink.green, ink.blue);
        on.setStrokingColor(ink.red, ink.green, ink.blue);
        on.setRenderingMode(bold ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
        on.setLineWidth(size * 0.03f);
        on.setFont(font, size);
        on.newLineAtOffset(x, at);
        on.showText(drawn);
        on.endText();
    }

    /** Rows of which each stays on one page where it can; the head stands on each page. A table without rows is not drawn. */
    void table(List<Column> columns, List<List<Cell>> rows) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        head(columns);
        for (List<Cell> row : rows) {
            List<List<String>> cells = new ArrayList<>();
            int height = 1;
            for (int i = 0; i < columns.size(); i++) {
                List<String> lines =
                        lettering.lines(row.get(i).text(), SMALL, columns.get(i).share() * width() - GAP);
                cells.add(lines);
                height = Math.max(height, lines.size());
            }
            if (!hasRoom(height * SMALL * LEADING + GAP)
                    && height * SMALL * LEADING + 5 * GAP < FORMAT.getHeight() - MARGIN - BOTTOM) {
                turn();
                head(columns);
            }
            rule();
            for (int number = 0; number < height; number++) {
                if (!hasRoom(SMALL * LEADING)) {
                    turn();
                    head(columns);
                }
                y -= SMALL * LEADING;
                row(columns, row, cells, number);
            }
            y -= GAP / 2;
        }
        y -= GAP;
    }

    private void row(List<Column> columns, List<Cell> row, List<List<String>> cells, int number) throws IOException {
        float x = MARGIN;
        for (int i = 0; i < columns.size(); i++) {
            if (number < cells.get(i).size()) {
                text(page(), row.get(i).ink(), false, SMALL, x, y, cells.get(i).get(number));
            }
            x += columns.get(i).share() * width();
        }
    }

    private void head(List<Column> columns) throws IOException {
        if (!hasRoom(4 * SMALL * LEADING)) {
            turn();
        }
        y -= SMALL * LEADING;
        float x = MARGIN;
        for (Column column : columns) {
            text(page(), Ink.FAINT, true, SMALL, x, y, lettering.drawn(column.name()));
            x += column.share() * width();
        }
        y -= GAP / 2;
    }

    private void rule() throws IOException {
        page().setStrokingColor(0.8f, 0.8f, 0.8f);
        page().setLineWidth(0.4f);
        page().moveTo(MARGIN, y);
        page().lineTo(FORMAT.getWidth() - MARGIN, y);
        page().stroke();
        y -= GAP / 3;
    }

    /**
     * The document.
     *
     * @param footer stands on each page beside its number
     * @param made the moment that it names as that of its making
     */
    byte[] finish(String title, String footer, Instant made) throws IOException {
        page().close();
        int number = 0;
        for (PDPage each : document.getPages()) {
            number++;
            String counted = "page %d of %d".formatted(number, document.getNumberOfPages());
            try (PDPageContentStream foot = new PDPageContentStream(document, each, AppendMode.APPEND, true, true)) {
                text(foot, Ink.FAINT, false, SMALL, MARGIN, MARGIN, lettering.drawn(footer));
                float x = FORMAT.getWidth() - MARGIN - lettering.width(counted, SMALL);
                text(foot, Ink.FAINT, false, SMALL, x, MARGIN, counted);
            }
        }
        PDDocumentInformation about = document.getDocumentInformation();
        about.setTitle(lettering.drawn(title));
        about.setProducer("Lockstep");
        about.setCreationDate(GregorianCalendar.from(made.atZone(ZoneOffset.UTC)));
        PDViewerPreferences preferences = new PDViewerPreferences(new COSDictionary());
        preferences.setDisplayDocTitle(true);
        document.getDocumentCatalog().setViewerPreferences(preferences);
        document.getDocumentCatalog().setLanguage("en");
        document.setDocumentId(made.toEpochMilli());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out, CompressParameters.NO_COMPRESSION);
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        document.close();
        outlines.close();
    }
}
