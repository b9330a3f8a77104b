using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;

namespace JanusCluster.Client.Studio.Assets;

/// <summary>Scripts and styles of the page, from inside the assembly. They hold no data, and ask for no key.</summary>
internal static class StudioAssets
{
    private const string Forever = "public, max-age=31536000, immutable";

    /// <summary>Changes with every build, so that browsers may keep what they have.</summary>
    private static readonly string Version = typeof(StudioAssets).Module.ModuleVersionId.ToString("N")[..12];

    /// <summary>Address of a file, relative to the page's base.</summary>
    public static string Of(string name) => $"{StudioPaths.Assets}/{name}?v={Version}";

    public static void Compress(ResponseCompressionOptions options)
    {
        // Nothing that depends on who asks is compressed: only the files here pass through it.
        options.EnableForHttps = true;
        options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml"];
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        IApplicationBuilder branch = routes.CreateApplicationBuilder();
        branch.Use((context, next) =>
        {
            context.SetEndpoint(null); // Static files leave alone what an endpoint answers.
            return next(context);
        });
        branch.UseResponseCompression();
        branch.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = $"/{StudioPaths.Assets}",
            FileProvider = new EmbeddedAssets(),
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = Forever,
        });
        routes.MapGet($"/{StudioPaths.Assets}/{{**name}}", branch.Build()).AllowAnonymous().DisableRateLimiting();
    }

    /// <summary>Resources whose names begin with <c>studio/</c>.</summary>
    private sealed class EmbeddedAssets : IFileProvider
    {
        public IFileInfo GetFileInfo(string subpath)
        {
            string resource = $"studio/{subpath.TrimStart('/')}";
            return typeof(StudioAssets).Assembly.GetManifestResourceInfo(resource) is null
                ? new NotFoundFileInfo(subpath)
                : new EmbeddedAsset(resource);
        }

        public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

        public Microsoft.Extensions.Primitives.IChangeToken Watch(string filter) => NullChangeToken.Singleton;
    }

    private sealed class EmbeddedAsset(string resource) : IFileInfo
    {
        private static readonly DateTimeOffset Built = File.GetLastWriteTimeUtc(typeof(StudioAssets).Assembly.Location);

        public bool Exists => true;

        public long Length { get { using Stream stream = CreateReadStream(); return stream.Length; } }

        public string? PhysicalPath => null;

        public string Name => Path.GetFileName(resource);

        public DateTimeOffset LastModified => Built;

        public bool IsDirectory => false;

        public Stream CreateReadStream() => typeof(StudioAssets).Assembly.GetManifestResourceStream(resource)!;
    }
}
