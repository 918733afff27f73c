package dev.lockstep.service.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.service.http.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageTest {

    private static PageRequest request(String limit, @Nullable String after) {
        PageRequest request = new PageRequest();
        request.limit = limit;
        request.after = after;
        return request;
    }

    @Test
    void pagesGoThroughTheWholeListOnce() {
        List<String> all =
                IntStream.range(100, 123).mapToObj(i -> "cluster-" + i).toList();
        List<String> seen = new ArrayList<>();
        @Nullable String after = null;
        do {
            PageRequest request = request("5", after);
            String from = request.after().orElse("");
            List<String> found = all.stream()
                    .filter(item -> item.compareTo(from) > 0)
                    .limit(request.limit() + 1L)
                    .toList();
            Page<String> page = Page.of(found, request, item -> item);
            assertThat(page.items()).hasSizeBetween(1, 5);
            seen.addAll(page.items());
            after = page.next();
        } while (after != null);

        assertThat(seen).isEqualTo(all);
    }

    @Test
    void lastPageSaysSo() {
        assertThat(Page.of(List.of("a", "b"), request("2", null), item -> item).next())
                .isNull();
    }

    @Test
    void pageSizesOutOfBoundsAreRefused() {
        assertThat(request("1", null).limit()).isEqualTo(1);
        assertThat(request("500", null).limit()).isEqualTo(500);
        for (String limit : List.of("0", "-1", "501", "many", "")) {
            assertThatThrownBy(() -> request(limit, null).limit())
                    .as(limit)
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void cursorsThatAreNotOursAreRefused() {
        for (String cursor : List.of("!!", "_w", "AA", PageRequest.cursor("a\u0000b"))) {
            assertThatThrownBy(() -> request("5", cursor).after())
                    .as(cursor)
                    .isInstanceOf(InvalidRequestException.class);
        }
        assertThatThrownBy(() -> request("5", PageRequest.cursor("contoso")).afterNumber())
                .isInstanceOf(InvalidRequestException.class);
    }
}
