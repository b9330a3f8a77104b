using JanusCluster.Evaluation.Scenes;
using JanusCluster.Imaging.Png;
using JanusCluster.Studio.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace JanusCluster.Studio.Tests;

public sealed class ChatTests(StudioServer server, Chromium chromium)
{
    private static readonly Scene Scene = new(SceneLayout.Single, Background.White, [new SceneObject(Shape.Circle, ObjectColor.Red, ObjectSize.Large, 32, 32)]);

    [Fact]
    public async Task Ask_AboutAnUploadedPicture_AnswersAndIsThereAfterAReload()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "talker");
        await AttachAsync(studio);
        await AskAsync(studio, "What color is the circle?");
        await Expect(Answers(studio)).ToHaveCountAsync(1);
        await Expect(studio.Page.GetByText("first token after")).ToBeVisibleAsync();

        await studio.Page.ReloadAsync();
        await Expect(Answers(studio)).ToHaveCountAsync(1);
        await Expect(studio.Page.Locator(".message.user img")).ToHaveJSPropertyAsync("naturalWidth", 64);
        await Expect(studio.Page.Locator(".conversations .history a")).ToHaveTextAsync("What color is the circle?");
    }

    [Fact]
    public async Task EditAndAnother_OfAConversation_GoOnFromThere()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "editor");
        await AttachAsync(studio);
        await AskAsync(studio, "What color is the circle?");
        await Expect(studio.Page.GetByText("first token after")).ToBeVisibleAsync();

        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Edit and ask again" }).ClickAsync();
        await AskAsync(studio, "Is there a square?");
        await Expect(studio.Page.Locator(".message.user")).ToHaveCountAsync(1);
        await Expect(studio.Page.GetByText("first token after")).ToBeVisibleAsync();

        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Another answer" }).ClickAsync();
        await Expect(studio.Page.GetByText("first token after")).ToBeVisibleAsync();
        await Expect(studio.Page.Locator(".message.user")).ToHaveTextAsync("Is there a square?");
        await Expect(studio.Page.Locator(".conversations .history a")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Picture_OfAJob_IsTalkedAbout()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "critic");
        await studio.DrawAsync("a large green square", 1);
        await studio.WaitForStateAsync("Completed");
        await studio.Page.Locator("button.tile").ClickAsync();
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Talk about it" }).ClickAsync();
        await Expect(studio.Page.Locator(".attachments img")).ToHaveCountAsync(1);
        await AskAsync(studio, "Describe the image.");
        await Expect(studio.Page.GetByText("first token after")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("paste")]
    [InlineData("drop")]
    public async Task Attach_PastedOrDropped_IsThere(string way)
    {
        await using StudioPage studio = await chromium.OpenAsync(server, $"brings-by-{way}");
        await studio.GoToAsync("studio/chat");
        await studio.BringAsync(way, "scene.png", "image/png", PngEncoder.Encode(SceneRenderer.Draw(Scene)));
        await Expect(studio.Page.Locator(".attachments img")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Picture_DraggedOnTheWayToTheChat_IsAttached()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "dragger");
        await studio.DrawAsync("a large green square", 1);
        await studio.WaitForStateAsync("Completed");
        await studio.Page.Locator("button.tile img").DragToAsync(studio.Page.Locator("#nav-chat"));
        await Expect(studio.Page.Locator(".attachments img")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Attach_WhatIsNoImage_SaysSo()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "mistaken");
        await studio.GoToAsync("studio/chat");
        await studio.GiveAsync("#chat-image", "words.png", "image/png", "not an image"u8.ToArray());
        await Expect(studio.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
    }

    private static ILocator Answers(StudioPage studio) => studio.Page.Locator("[data-role=Assistant]:not([aria-busy])");

    private static async Task AttachAsync(StudioPage studio)
    {
        await studio.GoToAsync("studio/chat");
        await studio.GiveAsync("#chat-image", "scene.png", "image/png", PngEncoder.Encode(SceneRenderer.Draw(Scene)));
        await Expect(studio.Page.Locator(".attachments img")).ToHaveCountAsync(1);
    }

    private static async Task AskAsync(StudioPage studio, string question)
    {
        await studio.Page.GetByLabel("Your question").FillAsync(question);
        await studio.Page.Keyboard.PressAsync("Enter");
        await Expect(studio.Page.Locator(".message.user").Last).ToContainTextAsync(question);
    }
}
