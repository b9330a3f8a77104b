using JanusCluster.Client.Studio.Generate;
using JanusCluster.Client.Studio.Pictures;
using JanusCluster.Contracts;
using JanusCluster.Contracts.Jobs;

namespace JanusCluster.Studio.Tests.Components;

public sealed class GenerateFormTests
{
    [Fact]
    public void ToRequest_SettingsLeftOut_TakesTheModels()
    {
        ImageRequest request = new GenerateForm { Prompt = " a star ", Seed = 5, Temperature = 0.5 }.ToRequest(new ImageSettings(3, 0.9, 7));
        Assert.Equal(new ImageRequest("image", "a star", 4, 5, new ImageSettings(3, 0.5, 7)), request);
    }

    [Fact]
    public void ToRequest_TooMany_NamesTheField() =>
        Assert.Equal("n", Assert.Throws<JanusException>(() => new GenerateForm { Prompt = "a star", Count = 65 }.ToRequest(new ImageSettings())).Field);

    [Fact]
    public void Draft_ReadBack_IsTheSame()
    {
        var form = new GenerateForm { Prompt = "a \"star\"", Count = 2, Seed = 9, IsSeedLocked = true, Guidance = 2.5 };
        Assert.Equal(form, GenerateForm.OfDraft(form.ToDraft()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("{\"Prompt\": 5}")]
    [InlineData("not json")]
    public void OfDraft_NoDraft_IsAnEmptyForm(string? draft) => Assert.Equal("", GenerateForm.OfDraft(draft).Prompt);

    [Fact]
    public void AddressOf_Variations_LeavesTheSeedOut()
    {
        var item = new ImageItem("a", 0, 0, "a star & a ring", 7, new ImageSettings(2.5, 1));
        Assert.Equal("studio/generate?prompt=a%20star%20%26%20a%20ring&guidance=2.5&temperature=1", GenerateForm.AddressOf(item, PictureChoice.Variations));
        Assert.EndsWith("&seed=7", GenerateForm.AddressOf(item, PictureChoice.SameSettings), StringComparison.Ordinal);
    }
}
