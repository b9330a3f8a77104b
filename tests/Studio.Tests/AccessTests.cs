using System.Net;
using JanusCluster.Studio.Tests.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace JanusCluster.Studio.Tests;

public sealed class AccessTests(StudioServer server, Chromium chromium)
{
    [Fact]
    public async Task Tenants_Two_CannotSeeEachOther()
    {
        await using StudioPage mine = await chromium.OpenAsync(server, "mine");
        await mine.DrawAsync("a secret orange cross", 1);
        await mine.WaitForStateAsync("Completed");
        string job = mine.Page.Url[(mine.Page.Url.LastIndexOf('/') + 1)..];

        await using StudioPage theirs = await chromium.OpenAsync(server, "theirs");
        await Expect(theirs.Page.GetByText("Drawn before")).ToHaveCountAsync(0);
        await theirs.GoToAsync($"studio/generate/{job}");
        await Expect(theirs.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("There is no job");
        await Expect(theirs.Page.GetByText("orange")).ToHaveCountAsync(0);
        foreach (string path in (string[])[$"studio/pictures/{job}/0.png", $"studio/pictures/{job}.zip", $"studio/pictures/{job}.jsonl", $"studio/previews/{job}/0.png"])
        {
            Assert.Equal(404, (await theirs.Page.APIRequest.GetAsync(new Uri(theirs.Address, path).AbsoluteUri)).Status);
            Assert.Equal(200, (await mine.Page.APIRequest.GetAsync(new Uri(mine.Address, path).AbsoluteUri)).Status);
        }
    }

    [Fact]
    public async Task SignIn_WrongKeyThenRight_SaysSoThenGoesWhereItWasAsked()
    {
        await using StudioPage studio = await chromium.OpenAsync(await server.GetAddressAsync());
        await studio.GoToAsync("studio/jobs");
        await studio.Page.GetByLabel("Your key").FillAsync("jk-wrong");
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(studio.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The key is not valid");
        Assert.Empty(await studio.FindBarriersAsync());

        await studio.Page.GetByLabel("Your key").FillAsync(await server.CreateKeyAsync("late"));
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Name = "Jobs", Exact = true })).ToBeVisibleAsync();
        await Expect(studio.Page.GetByRole(AriaRole.Link, new() { Name = "Cluster" })).ToHaveCountAsync(0);
        await studio.GoToAsync("studio/cluster");
        await Expect(studio.Page.GetByText("This page is for administrators")).ToBeVisibleAsync();

        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(studio.Page.GetByLabel("Your key")).ToBeVisibleAsync();
        await studio.GoToAsync("studio/generate");
        await Expect(studio.Page.GetByLabel("Your key")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/studio/")]
    [InlineData("/\\elsewhere.example/studio/x")]
    public async Task SignIn_AskedToGoElsewhere_StaysHere(string to)
    {
        await using StudioPage studio = await chromium.OpenAsync(await server.GetAddressAsync());
        await studio.GoToAsync($"studio/sign-in?to={Uri.EscapeDataString(to)}");
        await studio.Page.GetByLabel("Your key").FillAsync(await server.CreateKeyAsync("led"));
        await studio.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(studio.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        Assert.StartsWith($"{studio.Address}studio/", studio.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_Revoked_OpensNothing()
    {
        await using StudioPage studio = await chromium.OpenAsync(server, "revoked");
        await server.RevokeKeysAsync("revoked");
        studio.Expected = ""; // The page that is open is turned away.
        // A front believes a key that it has just seen for some seconds.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await studio.Page.GetByLabel("Your key").CountAsync() == 0)
        {
            await Task.Delay(1000, limit.Token);
            await studio.GoToAsync("studio/jobs");
        }
    }

    [Fact]
    public async Task Requests_WithoutCookie_AreSentToSignIn()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = await server.GetAddressAsync() };
        foreach (string path in (string[])["studio", "studio/chat", "studio/pictures/x/0.png", "studio/images/x.png"])
        {
            using HttpResponseMessage answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.Contains("/studio/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        // The way that pages talk on.
        using HttpResponseMessage hub = await client.PostAsync("_blazor/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);
        Assert.False(hub.IsSuccessStatusCode);
    }
}
