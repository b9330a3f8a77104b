using MudBlazor;

namespace JanusCluster.Client.Studio.Layout;

/// <summary>Colors and type of the studio. Fonts are the system's own: nothing is fetched from elsewhere.</summary>
internal static class StudioTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    public static MudTheme Value { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3d4fc4",
            PrimaryContrastText = "#ffffff",
            Secondary = "#8a3b12",
            Background = "#f6f6f9",
            Surface = "#ffffff",
            AppbarBackground = "#ffffff",
            AppbarText = "#1c1d26",
            DrawerBackground = "#ffffff",
            DrawerText = "#1c1d26",
            DrawerIcon = "#4a4c5c",
            TextPrimary = "#1c1d26",
            TextSecondary = "#51535f",
            Error = "#b3261e",
            Warning = "#8a5300",
            Success = "#1e6e3a",
            Info = "#1b5fa8",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#aab4ff",
            PrimaryContrastText = "#12131a",
            Secondary = "#ffb68f",
            Background = "#12131a",
            Surface = "#1b1d27",
            AppbarBackground = "#1b1d27",
            AppbarText = "#e8e8f0",
            DrawerBackground = "#1b1d27",
            DrawerText = "#e8e8f0",
            DrawerIcon = "#c0c2d0",
            TextPrimary = "#e8e8f0",
            TextSecondary = "#b6b8c6",
            Error = "#ffb4ab",
            ErrorContrastText = "#12131a",
            Warning = "#ffc46b",
            WarningContrastText = "#12131a",
            Success = "#8fd9a8",
            SuccessContrastText = "#12131a",
            Info = "#9fcaff",
            InfoContrastText = "#12131a",
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.5rem", FontWeight = "600", LineHeight = "1.3", LetterSpacing = "normal" },
            H2 = new H2Typography { FontFamily = Fonts, FontSize = "1.1rem", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", FontWeight = "600", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
    };
}
