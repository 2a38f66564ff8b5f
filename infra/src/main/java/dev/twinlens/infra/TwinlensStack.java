package dev.twinlens.infra;

import com.pulumi.Context;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.inputs.ProviderDefaultTagsArgs;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import dev.twinlens.infra.api.HttpApi;
import dev.twinlens.infra.azure.AzureBackup;
import dev.twinlens.infra.azure.SasValidity;
import dev.twinlens.infra.functions.Functions;
import dev.twinlens.infra.monitoring.Monitoring;
import dev.twinlens.infra.pipeline.Notifications;
import dev.twinlens.infra.pipeline.QueueConsumer;
import dev.twinlens.infra.pipeline.UploadEvents;
import dev.twinlens.infra.settings.Settings;
import dev.twinlens.infra.site.Website;
import dev.twinlens.infra.storage.ImageStore;
import dev.twinlens.infra.support.Deployment;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts the components together: the whole system on one page. */
final class TwinlensStack {
  /**
   * Most messages for one invocation of a consumer. Few, since each is an image to be worked on one
   * after the other, within the function's time.
   */
  private static final int BATCH_SIZE = 5;

  private TwinlensStack() {}

  /**
   * Registers every resource and output of a stack.
   *
   * @throws Settings.SettingsException before any resource is registered
   */
  static void register(Context context, Clock clock) {
    var settings = Settings.from(context.config());
    var stackId = context.projectName() + "-" + context.stackName();
    var tags =
        Map.of(
            "Project", context.projectName(), "Stack", context.stackName(), "ManagedBy", "Pulumi");
    var aws = awsProvider(context, tags);
    var deployment = Deployment.of(aws, settings);
    var options = ComponentResourceOptions.builder().providers(aws).build();

    var site = Website.of("site", settings.siteHosting(), options);
    var store =
        new ImageStore(
            "store",
            new ImageStore.Args(
                Functions.UPLOAD_URL_LIFE, Functions.VIEW_URL_LIFE, settings.protectData()),
            options);
    var uploads =
        new UploadEvents(
            "uploads", new UploadEvents.Args(store.images(), deployment.accountId()), options);
    var notifications =
        new Notifications(
            "notifications", new Notifications.Args(settings.notificationEmail()), options);
    var azure =
        new AzureBackup(
            "azurebackup",
            new AzureBackup.Args(
                settings.backupAccessTier(),
                settings.backupRetentionDays(),
                SasValidity.at(clock),
                tags,
                settings.protectData()),
            ComponentResourceOptions.Empty);

    var functions = new Functions(settings, store, notifications);
    var classify =
        new QueueConsumer(
            "classify",
            new QueueConsumer.Args(
                functions.classify(),
                uploads.topicArn(),
                BATCH_SIZE,
                settings.classifyConcurrency(),
                deployment),
            options);
    var backup =
        new QueueConsumer(
            "backup",
            new QueueConsumer.Args(
                functions.backup(azure),
                uploads.topicArn(),
                BATCH_SIZE,
                settings.backupConcurrency(),
                deployment),
            options);
    var thumbnail =
        new QueueConsumer(
            "thumbnail",
            new QueueConsumer.Args(
                functions.thumbnail(),
                uploads.topicArn(),
                BATCH_SIZE,
                settings.thumbnailConcurrency(),
                deployment),
            options);
    var api =
        new HttpApi(
            "api",
            new HttpApi.Args(
                endpoints(functions, settings),
                site.crossOrigin(),
                settings.apiRateLimit(),
                settings.apiBurstLimit(),
                deployment),
            options);
    var siteOrigin =
        site.publish(new Website.Backend(api.url(), api.paths(), store.presignedOrigins()));
    store.admit(siteOrigin);
    var monitoring =
        new Monitoring(
            "monitoring",
            new Monitoring.Args(
                stackId,
                api,
                List.of(classify, backup, thumbnail),
                backup,
                settings.alarmEmail(),
                deployment),
            options);

    context
        .export("apiUrl", api.url())
        .export("siteUrl", siteOrigin)
        .export("imagesBucket", store.images().bucketName())
        .export("resultsBucket", store.results().bucketName())
        .export("imagesTable", store.tableName())
        .export("uploadsTopic", uploads.topicArn())
        .export("notificationsTopic", notifications.topicArn())
        .export("backupContainerUrl", azure.containerUrl())
        .export("dashboardUrl", monitoring.dashboardUrl());
  }

  private static List<HttpApi.Endpoint> endpoints(Functions functions, Settings settings) {
    var endpoints = new ArrayList<HttpApi.Endpoint>();
    endpoints.add(new HttpApi.Endpoint(functions.requestUpload(), "POST /uploads", "GET /uploads"));
    endpoints.add(
        new HttpApi.Endpoint(
            functions.uploadImage(),
            List.of("POST /images"),
            // What is too large for Lambda is refused before the function can say where to go
            // instead.
            Map.of(
                413,
                Map.of(
                    "link",
                    "</uploads>; rel=\"alternate\"; title=\"POST /uploads takes larger"
                        + " images\""))));
    endpoints.add(
        new HttpApi.Endpoint(
            functions.queryImages(),
            "GET /images",
            "GET /images/{key+}",
            "GET /labels",
            "GET /health"));
    if (settings.allowDelete()) {
      endpoints.add(new HttpApi.Endpoint(functions.deleteImage(), "DELETE /images/{key+}"));
    }
    return endpoints;
  }

  /** Explicit, for the tags; so the region that is configured has to be handed on. */
  private static Provider awsProvider(Context context, Map<String, String> tags) {
    var arguments =
        ProviderArgs.builder().defaultTags(ProviderDefaultTagsArgs.builder().tags(tags).build());
    context.config("aws").get("region").ifPresent(arguments::region);
    return new Provider("aws", arguments.build(), CustomResourceOptions.Empty);
  }
}
