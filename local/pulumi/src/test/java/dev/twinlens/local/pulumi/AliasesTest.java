package dev.twinlens.local.pulumi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pulumirpc.AliasOuterClass.Alias;
import pulumirpc.Resource.RegisterResourceRequest;

class AliasesTest {
  private static final Urn STACK = new Urn("dev", "demo", "pulumi:pulumi:Stack", "demo-dev");
  private static final Urn STORE = new Urn("dev", "demo", "demo:Store", "store");
  private static final Urn BUCKET = new Urn("dev", "demo", "demo:Store$s:Bucket", "store-images");

  private final Aliases aliases = new Aliases();

  @BeforeEach
  void registerStack() {
    assertThat(aliases.register(STACK, Optional.empty(), request())).isEmpty();
  }

  @Test
  void hasNoneWithoutAliases() {
    assertThat(aliases.register(STORE, Optional.of(STACK), request())).isEmpty();
    assertThat(aliases.register(BUCKET, Optional.of(STORE), request())).isEmpty();
  }

  @Test
  void takesUrnsAsTheyAre() {
    assertThat(
            aliases.register(
                STORE,
                Optional.of(STACK),
                RegisterResourceRequest.newBuilder()
                    .addAliasURNs("urn:pulumi:dev::demo::demo:Old::first")
                    .addAliases(Alias.newBuilder().setUrn("urn:pulumi:dev::demo::demo:Old::second"))
                    .build()))
        .containsExactly(
            "urn:pulumi:dev::demo::demo:Old::first", "urn:pulumi:dev::demo::demo:Old::second");
  }

  @Test
  void completesASpecWithWhatTheResourceIsNow() {
    assertThat(bucketWith(spec().setName("images")))
        .containsExactly("urn:pulumi:dev::demo::demo:Store$s:Bucket::images");
    assertThat(bucketWith(spec().setType("s:BucketV1")))
        .containsExactly("urn:pulumi:dev::demo::demo:Store$s:BucketV1::store-images");
    assertThat(bucketWith(spec().setStack("test").setProject("older")))
        .containsExactly("urn:pulumi:test::older::demo:Store$s:Bucket::store-images");
  }

  @Test
  void findsTheFormerParentOfASpec() {
    assertThat(bucketWith(spec().setNoParent(true)))
        .containsExactly("urn:pulumi:dev::demo::s:Bucket::store-images");
    assertThat(bucketWith(spec().setParentUrn(STACK.toString())))
        .containsExactly("urn:pulumi:dev::demo::s:Bucket::store-images");
    assertThat(bucketWith(spec().setParentUrn("urn:pulumi:dev::demo::demo:A$demo:B::b")))
        .containsExactly("urn:pulumi:dev::demo::demo:A$demo:B$s:Bucket::store-images");
  }

  @Test
  void keepsTheCurrentParentWhereTheSpecNamesNone() {
    // What Pulumi's Java SDK sends for an alias without a parent.
    assertThat(bucketWith(spec().setName("images").setParentUrn("")))
        .containsExactly("urn:pulumi:dev::demo::demo:Store$s:Bucket::images");
  }

  @Test
  void lookForAParentThatHasAnAliasUnderBoth() {
    Urn moved = new Urn("dev", "demo", "demo:Site", "site");
    assertThat(aliases.register(moved, Optional.of(STACK), request(spec().setName("page"))))
        .containsExactly("urn:pulumi:dev::demo::demo:Site::page");

    assertThat(
            aliases.register(
                BUCKET,
                Optional.of(STORE),
                request(
                    spec().setParentUrn(moved.toString()).setType("s:B"),
                    spec().setParentUrn("urn:pulumi:dev::demo::demo:Site::page"))))
        .containsExactly(
            "urn:pulumi:dev::demo::demo:Site$s:B::store-images",
            "urn:pulumi:dev::demo::demo:Site$s:Bucket::store-images");
  }

  @Test
  void inheritsTheAliasesOfTheParentAndItsFormerNameInTheChilds() {
    registerStore(spec().setName("shop"), spec().setType("demo:Shop"));

    assertThat(aliases.register(BUCKET, Optional.of(STORE), request()))
        .containsExactly(
            "urn:pulumi:dev::demo::demo:Store$s:Bucket::shop-images",
            "urn:pulumi:dev::demo::demo:Shop$s:Bucket::store-images");
  }

  @Test
  void combinesOwnAndInheritedAliases() {
    registerStore(spec().setName("shop"));

    assertThat(aliases.register(BUCKET, Optional.of(STORE), request(spec().setType("s:B"))))
        .containsExactly(
            "urn:pulumi:dev::demo::demo:Store$s:B::store-images",
            "urn:pulumi:dev::demo::demo:Store$s:Bucket::shop-images",
            "urn:pulumi:dev::demo::demo:Store$s:B::shop-images");
  }

  @Test
  void inheritsThroughSeveralGenerations() {
    registerStore(spec().setType("demo:Shop"));
    Urn inner = new Urn("dev", "demo", "demo:Store$demo:Inner", "inner");
    assertThat(aliases.register(inner, Optional.of(STORE), request()))
        .containsExactly("urn:pulumi:dev::demo::demo:Shop$demo:Inner::inner");

    assertThat(
            aliases.register(
                new Urn("dev", "demo", "demo:Store$demo:Inner$s:Bucket", "images"),
                Optional.of(inner),
                request()))
        .containsExactly("urn:pulumi:dev::demo::demo:Shop$demo:Inner$s:Bucket::images");
  }

  private void registerStore(Alias.Spec.Builder... specs) {
    assertThat(aliases.register(STORE, Optional.of(STACK), request(specs))).hasSize(specs.length);
  }

  private List<String> bucketWith(Alias.Spec.Builder spec) {
    return aliases.register(BUCKET, Optional.of(STORE), request(spec));
  }

  private static Alias.Spec.Builder spec() {
    return Alias.Spec.newBuilder();
  }

  private static RegisterResourceRequest request(Alias.Spec.Builder... specs) {
    RegisterResourceRequest.Builder request = RegisterResourceRequest.newBuilder();
    for (Alias.Spec.Builder spec : specs) {
      request.addAliases(Alias.newBuilder().setSpec(spec));
    }
    return request.build();
  }
}
