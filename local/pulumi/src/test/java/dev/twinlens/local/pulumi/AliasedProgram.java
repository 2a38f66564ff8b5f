package dev.twinlens.local.pulumi;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.core.Alias;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResource;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceArgs;

/** A Pulumi program whose resources were moved and renamed: see {@link AliasedProgramTest}. */
public final class AliasedProgram {
  private AliasedProgram() {}

  public static void main(String[] arguments) {
    // As infra's program does: pulumi-java 1.36.1 hangs where the common pool has one worker.
    System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "4");
    Pulumi.run(AliasedProgram::stack);
  }

  private static void stack(Context context) {
    Resource store =
        new ComponentResource(
            "demo:Store",
            "store",
            ComponentResourceOptions.builder()
                .aliases(Alias.builder().name("shop").build())
                .build());
    bucket("store-images", CustomResourceOptions.builder().parent(store).build());
    bucket("site", CustomResourceOptions.builder().parent(store).aliases(Alias.noParent()).build());
    bucket(
        "results",
        CustomResourceOptions.builder()
            .aliases(
                Alias.builder().parent(store).name("answers").build(),
                Alias.withUrn("urn:pulumi:dev::demo::s:Bucket::older"))
            .build());
    context.export("done", Output.of("yes"));
  }

  private static void bucket(String name, CustomResourceOptions options) {
    var unused = new CustomResource("s:Bucket", name, ResourceArgs.Empty, options);
  }
}
