package dev.datamesh.core.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.datamesh.core.InvalidInputException;
import dev.datamesh.core.Problem;
import dev.datamesh.core.document.DocumentReader;
import dev.datamesh.core.document.Node;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DraftsTest {

  /** Who answers for a domain. */
  record OwnerDraft(@NotNull @Email String email, @NotNull String team) {

    static OwnerDraft read(DraftFields fields) {
      return new OwnerDraft(fields.text("email"), fields.text("team"));
    }
  }

  /** One port. */
  record PortDraft(@NotNull String name, @Positive Long limit) {

    static PortDraft read(DraftFields fields) {
      return new PortDraft(fields.text("name"), fields.whole("limit"));
    }
  }

  /** A domain as it may stand in a file. */
  record DomainDraft(
      @NotNull @Pattern(regexp = "[a-z]+") String name,
      @NotNull @Valid OwnerDraft owner,
      @NotEmpty List<String> dataProducts,
      List<@Valid PortDraft> ports) {

    static DomainDraft read(DraftFields fields) {
      fields.refuseOthers(Set.of("name", "owner", "data_products", "ports"));
      return new DomainDraft(
          fields.text("name"),
          fields.object("owner", OwnerDraft::read),
          fields.texts("data_products"),
          fields.objects("ports", PortDraft::read));
    }
  }

  private final Drafts drafts = new Drafts();

  private static Node node(String yaml) {
    return DocumentReader.standard().read(yaml, "domains.yml");
  }

  private List<String> problems(String yaml) {
    InvalidInputException e =
        catchThrowableOfType(
            InvalidInputException.class,
            () -> drafts.read(node(yaml), DomainDraft::read, draft -> draft));
    return e.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void a_draft_without_problems_becomes_a_value() {
    String name =
        drafts.read(
            node("name: ventas\nowner: {email: a@b.com, team: x}\ndata_products: [a]\n"),
            DomainDraft::read,
            DomainDraft::name);
    assertThat(name).isEqualTo("ventas");
  }

  @Test
  void all_problems_are_told_at_once_with_path_and_position() {
    assertThat(
            problems(
                """
                name: Ventas
                owner:
                  email: nobody
                data_products: [a, 3]
                ports:
                  - name: x
                    limit: 0
                  - limit: 1.5
                extra: 1
                """))
        .containsExactly(
            "domains.yml:1:7 /name: must match \"[a-z]+\"",
            "domains.yml:3:3 /owner/team: must not be null",
            "domains.yml:3:10 /owner/email: must be a well-formed email address",
            "domains.yml:4:20 /data_products/1: expected a string, found a number",
            "domains.yml:7:12 /ports/0/limit: must be greater than 0",
            "domains.yml:8:5 /ports/1/name: must not be null",
            "domains.yml:8:12 /ports/1/limit: expected a whole number of 64 bits",
            "domains.yml:9:1 /extra: is not known here; known are data_products, name, owner,"
                + " ports");
  }

  @Test
  void a_missing_member_is_told_at_its_parent_under_the_names_of_the_document() {
    assertThat(problems("name: a\nowner: [1]\n"))
        .contains("domains.yml:2:8 /owner: expected an object, found a list")
        .contains("domains.yml:1:1 /dataProducts: must not be empty");
    assertThat(problems("name: a\nowner: {email: a@b.com, team: x}\ndata_products: []\n"))
        .containsExactly("domains.yml:3:16 /data_products: must not be empty");
    assertThat(problems("[1]")).contains("domains.yml:1:1: expected an object, found a list");
  }

  @Test
  void messages_are_english_and_nothing_in_a_document_is_evaluated() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.FRENCH);
      assertThat(problems("name: '${7*7}'\nowner: {email: a@b.com}\ndata_products: [a]\n"))
          .contains("domains.yml:2:8 /owner/team: must not be null")
          .noneMatch(problem -> problem.contains("49"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void what_the_value_refuses_gets_a_place_too() {
    assertThatThrownBy(
            () ->
                drafts.read(
                    node("a: 1\n"),
                    fields -> "draft",
                    draft -> {
                      throw new InvalidInputException("Cannot make it");
                    }))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("domains.yml:1:1: Cannot make it");
  }
}
