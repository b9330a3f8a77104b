using System.ComponentModel.DataAnnotations;
using JanusCluster.Storage;

namespace JanusCluster.Client.Tests.Storage;

public sealed class BlobStoreOptionsTests
{
    public static TheoryData<BlobStoreOptions, string> Wrong => new()
    {
        { new() { Kind = (BlobStoreKind)7 }, "Kind" },
        { new() { Path = " " }, "Path" },
        { new() { Kind = BlobStoreKind.Azure }, "ConnectionString" },
        { new() { Kind = BlobStoreKind.Azure, ConnectionString = "UseDevelopmentStorage=true", ServiceUri = new("https://a.example") }, "ConnectionString" },
        { new() { Kind = BlobStoreKind.Azure, ServiceUri = new("account", UriKind.Relative) }, "ServiceUri" },
        { new() { Kind = BlobStoreKind.Azure, ConnectionString = "UseDevelopmentStorage=true", Container = "Upper" }, "container" },
        { new() { Kind = BlobStoreKind.Azure, ConnectionString = "nonsense" }, "ConnectionString" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Create_WrongOptions_NamesTheOption(BlobStoreOptions options, string name)
    {
        ValidationException e = Assert.Throws<ValidationException>(() => BlobStores.Create(options));
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_ServiceUri_NeedsNoSecret() => Assert.IsType<AzureBlobStore>(
        BlobStores.Create(new() { Kind = BlobStoreKind.Azure, ServiceUri = new("https://account.blob.core.windows.net") }));
}
