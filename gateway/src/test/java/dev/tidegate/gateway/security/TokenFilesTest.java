package dev.tidegate.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFilesTest {
    @TempDir
    Path data = Path.of("replaced");

    private TokenFiles files = new TokenFiles(Path.of("replaced"));

    @BeforeEach
    void open() {
        files = new TokenFiles(data);
    }

    @Test
    void makesThreeTokensThatOnlyTheOwnerCanRead() throws IOException {
        HashedTokens tokens = new HashedTokens(files.open(Map.of()));
        for (SharedToken kind : SharedToken.values()) {
            Path file = data.resolve("tokens").resolve(kind.word());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            String token = Files.readString(file);
            assertThat(token).startsWith("tg_" + kind.word() + "_").hasSizeGreaterThan(64);
            assertThat(whose(tokens, token))
                    .hasValueSatisfying(known -> assertThat(known.name()).isEqualTo(kind.word()));
            assertThat(Files.readString(data.resolve("tokens/hashes"))).doesNotContain(token);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("tokens"))))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("tokens/hashes"))))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsThemOverRestartsAlsoWhenTheirFilesWereMovedAway() throws IOException {
        files.open(Map.of());
        String token = Files.readString(data.resolve("tokens/admin"));
        Files.delete(data.resolve("tokens/admin"));
        assertThat(whose(new HashedTokens(files.open(Map.of())), token)).isPresent();
        assertThat(data.resolve("tokens/admin")).doesNotExist();
    }

    @Test
    void aChosenTokenReplacesTheOneOfItsRole() throws IOException {
        files.open(Map.of());
        String before = Files.readString(data.resolve("tokens/read"));
        String other = Files.readString(data.resolve("tokens/admin"));
        HashedTokens tokens = new HashedTokens(files.open(Map.of(SharedToken.READ, "chosen-by-the-user")));
        assertThat(whose(tokens, "chosen-by-the-user")).isPresent();
        assertThat(whose(tokens, before)).isEmpty();
        assertThat(whose(tokens, other)).isPresent();
        assertThat(data.resolve("tokens/read")).doesNotExist();
        assertThat(Files.readString(data.resolve("tokens/hashes"))).doesNotContain("chosen-by-the-user");
    }

    @Test
    void saysWhatIsWrongWithAChosenTokenWithoutRepeatingIt() {
        assertThatThrownBy(() -> files.open(Map.of(SharedToken.ADMIN, "two words")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("admin token")
                .hasMessageNotContaining("two");
    }

    @Test
    void saysWhereABrokenFileIsBroken() throws IOException {
        Files.createDirectories(data.resolve("tokens"));
        Files.writeString(data.resolve("tokens/hashes"), "admin 00ff\nreader zz\n");
        assertThatThrownBy(() -> files.open(Map.of())).hasMessageContaining("hashes, line 2");
    }

    private static Optional<Identity> whose(HashedTokens tokens, String token) {
        return tokens.byHash(HashedTokens.hash(token));
    }
}
